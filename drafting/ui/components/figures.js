// Figures as decimal text: exact sums, the reading of what was typed, and of a block copied from a spreadsheet.

const PLACES = 20;  // decimals carried in sums

const FULL_WIDTH = /[\uff01-\uff5e]/g;

const units = (text) => {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return BigInt(sign + whole + part.slice(0, PLACES).padEnd(PLACES, "0"));
};

export const figure = (amount) => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(PLACES + 1, "0");
  const part = digits.slice(-PLACES).replace(/0+$/, "");
  return (amount < 0n ? "-" : "") + digits.slice(0, -PLACES) + (part && "." + part);
};

export const added = (texts) => texts.filter(Boolean).reduce((sum, text) => sum + units(text), 0n);
export const total = (texts) => (texts.some(Boolean) ? figure(added(texts)) : "");
export const spaced = (text) => text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

// What was typed, as { value } or { refusal }: the same sense as drafting.values.parse, which has the last word.
export function parse(typed, kind, { digits, decimals, refusals }) {
  const half = typed.replace(FULL_WIDTH, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
  const plain = half.replace(/[\s,]/g, "");
  const refuse = (why) => ({ refusal: refusals[why].replace("{text}", () => [...typed].slice(0, 20).join("")) });
  if (!plain) return { value: "" };
  if (!/^\d+(\.\d+)?$/.test(plain)) return refuse(/^[-—–]+\p{Nd}/u.test(plain) ? "negative" : "not_a_number");
  const [whole, fraction = ""] = plain.split(".");
  if ((whole + fraction).replace(/^0+/, "").length > digits) return refuse("digits");
  const part = fraction.replace(/0+$/, "");
  if (part && kind === "count") return refuse("fraction");
  if (part.length > decimals) return refuse("decimals");
  return { value: whole.replace(/^0+(?=\d)/, "") + (part && "." + part) };
}

// The rows of a block copied from a spreadsheet: tabs between items, quotes around an item that holds line breaks.
export function block(text) {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i], row = rows.at(-1);
    if (mark === '"' && quoted && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (mark === '"' && (quoted || row.at(-1) === "")) quoted = !quoted;
    else if (quoted) row[row.length - 1] += mark;
    else if (mark === "\t") row.push("");
    else if (mark === "\n") rows.push([""]);
    else if (mark !== "\r") row[row.length - 1] += mark;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}
