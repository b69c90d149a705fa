// Figures as decimal text: exact sums, the reading of what was typed, and of a block copied from a spreadsheet.

const PLACES = 20;  // decimals carried in sums

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const half = (text) => text.replace(FULL_WIDTH, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));

const units = (text) => {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return BigInt(sign + whole + part.slice(0, PLACES).padEnd(PLACES, "0"));
};

export const figure = (amount) => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(PLACES + 1, "0");
  const part = digits.slice(-PLACES).replace(/0+$/, "");
  return (amount < 0n ? "-" : "") + digits.slice(0, -PLACES) + (part && `.${part}`);
};

export const added = (texts) => texts.filter(Boolean).reduce((sum, text) => sum + units(text), 0n);
export const total = (texts) => (texts.some(Boolean) ? figure(added(texts)) : "");
export const spaced = (text) => text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

// What was typed, as { value } or { refusal }: the same sense as drafting.values.parse, which has the last word.
export function parse(typed, kind, { digits, decimals, refusals }) {
  const plain = half(typed).replace(/[\s,]/g, "");
  const refuse = (why) => ({ refusal: refusals[why].replace("{text}", () => [...typed].slice(0, 20).join("")) });
  if (!plain) return { value: "" };
  if (!/^\d+(\.\d+)?$/.test(plain)) return refuse(/^[-—–]+\p{Nd}/u.test(plain) ? "negative" : "not_a_number");
  const [whole, fraction = ""] = plain.split(".");
  if ((whole + fraction).replace(/^0+/, "").length > digits) return refuse("digits");
  const part = fraction.replace(/0+$/, "");
  if (part && kind === "count") return refuse("fraction");
  if (part.length > decimals) return refuse("decimals");
  return { value: whole.replace(/^0+(?=\d)/, "") + (part && `.${part}`) };
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

// What a sum like =50+6 comes to, exactly: plain decimal text; "inexact" when it has no end, null when it is no sum.
export function reckoned(typed) {
  const marks = half(typed).replace(/\s/g, "").replaceAll("\u00d7", "*").replaceAll("\u00f7", "/").slice(1);
  const pieces = marks.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  if (pieces.join("") !== marks) return null;
  const take = (...wanted) => (wanted.includes(pieces[0]) ? pieces.shift() : null);
  const atom = () => {
    if (take("-")) { const [top, bottom] = atom(); return [-top, bottom]; }
    if (take("(")) { const inner = sum(); if (!take(")")) throw SyntaxError(); return inner; }
    const [whole, part = ""] = (pieces.shift() ?? "").split(".");
    if (!/^\d+$/.test(whole)) throw SyntaxError();
    return [BigInt(whole + part), 10n ** BigInt(part.length)];
  };
  const product = () => {
    for (let [top, bottom] = atom(); ;) {
      const sign = take("*", "/");
      if (!sign) return [top, bottom];
      const [over, under] = atom();
      [top, bottom] = sign === "*" ? [top * over, bottom * under] : [top * under, bottom * over];
      if (!bottom) throw SyntaxError();
    }
  };
  const sum = () => {
    for (let [top, bottom] = product(); ;) {
      const sign = take("+", "-");
      if (!sign) return [top, bottom];
      const [over, under] = product();
      [top, bottom] = [top * under + (sign === "+" ? 1n : -1n) * over * bottom, bottom * under];
    }
  };
  try {
    const [top, bottom] = sum(), scaled = top * 10n ** BigInt(PLACES);
    if (pieces.length) return null;
    return scaled % bottom ? "inexact" : figure(scaled / bottom);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

// What somebody probably meant by a text that is no number: decimal text, or null. usual: { pattern, scales }.
export function meant(typed, { pattern, scales }) {
  const found = new RegExp(pattern, "u").exec(half(typed).replace(/[\s,]/g, ""));
  return found && figure(units(found.groups.number) * BigInt(Math.round(scales[found.groups.scale ?? ""] * 10000)) / 10000n);
}

// Whether a figure is out of all proportion: over the most there is, or so many times last year's, or the other way round.
export function absurd(value, last, { most, times }) {
  const now = value ? units(value) : 0n, before = last ? units(last) : 0n, far = BigInt(times);
  return now > units(most) || (now > 0n && before > 0n && (now >= before * far || before >= now * far));
}
