// Arithmetic of texts: what may be sent, what one edit changed, and places as the server counts them. Shared by
// marks.js, selection.js and editor.js.
//
// The server keeps a section as its non-empty lines without the blanks around them, and counts in code points; the
// field holds whatever was typed, in UTF-16.

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no text may hold
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;  // all but tab and line break
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;
export const LOW = /[\udc00-\udfff]/;
const AROUND = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;  // what Python's str.strip takes away
const WORD = /[\p{L}\p{N}%\u2030\uff05]/u;

export const clean = (text) => text.replace(CONTROL, "").replace(LONE, "\ufffd");
export const stripped = (text) => text.replace(AROUND, "");
export const length = (text) => text.length - (text.match(PAIR)?.length ?? 0);  // in code points
export const same = (one, other) => one.replace(/\s/g, "") === other.replace(/\s/g, "");

// Text from another program as it fits into prose: no indents typed as blanks, the cells of a table row side by side.
// biome-ignore lint/suspicious/noControlCharactersInRegex: a word processor's line break is one
export const tidied = (text) => text.replace(/\r\n?|\u000b/g, "\n").replace(/^[^\S\n\ufeff]+/gm, "").replace(/[^\S\n]*\t[^\S\n]*/g, " ");

// A function from places in code points to places in UTF-16.
export function places(text) {
  if (length(text) === text.length) return (place) => place;
  const at = [0];
  for (const sign of text) at.push(at.at(-1) + sign.length);
  return (place) => at[Math.min(place, at.length - 1)];
}

// The one stretch in which two texts differ: was.slice(start, wasEnd) became is.slice(start, isEnd).
export function change(was, is) {
  const most = Math.min(was.length, is.length);
  let start = 0, tail = 0;
  while (start < most && was[start] === is[start]) start++;
  while (tail < most - start && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail++;
  return { start, wasEnd: was.length - tail, isEnd: is.length - tail };
}

// Whether the stretch start–end of `was` stands in `is` untouched: changed neither inside, nor by a letter or digit
// put beside it or taken from beside it.
export function untouched({ start: from, wasEnd, isEnd }, was, is, start, end) {
  const joined = (one, other) => WORD.test(one ?? "") && WORD.test(other ?? "");
  const removed = wasEnd > from;
  if (end < from || start > wasEnd) return true;
  if (end === from) return !joined(is[end - 1], is[end]) && !(removed && joined(was[end - 1], was[end]));
  if (start === wasEnd) return !joined(is[isEnd - 1], is[isEnd]) && !(removed && joined(was[start - 1], was[start]));
  return false;
}

// The line of `lines` in which a place of the whole text falls, and the place in that line.
export function lineAt(lines, place) {
  let at = 0;
  while (at < lines.length - 1 && place > lines[at].text.length) place -= lines[at++].text.length + 1;
  return { at, place: Math.min(place, lines[at].text.length) };
}

// A place in a line as the server counts it: which paragraph, and how far into the whole text, in code points.
export function kept(lines, at, place) {
  const before = lines.slice(0, at).map(({ text }) => stripped(clean(text))).filter(Boolean);
  const within = clean(lines[at].text.slice(0, place)).replace(/^[^\S\ufeff]+/, "");
  return {
    paragraph: before.length,
    place: before.reduce((sum, text) => sum + length(text) + 1, 0) + length(within),
  };
}
