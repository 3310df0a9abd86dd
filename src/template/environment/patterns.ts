/** Python's `fnmatch.fnmatchcase`: `*`, `?`, `[ab]`, `[!ab]`. Linear in the text for each `*`. */
export function matchesPattern(text: string, pattern: string): boolean {
  const parts = tokens(pattern);
  const chars = Array.from(text);
  let [at, part] = [0, 0];
  let [starPart, starAt] = [-1, 0];
  while (at < chars.length) {
    const token = parts[part];
    if (token === '*') [starPart, starAt, part] = [part, at, part + 1];
    else if (token !== undefined && token(chars[at]!)) {
      at++;
      part++;
    } else if (starPart >= 0) [part, at, starAt] = [starPart + 1, starAt + 1, starAt + 1];
    else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}

type Token = '*' | ((char: string) => boolean);

function tokens(pattern: string): Token[] {
  const chars = Array.from(pattern);
  const found: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    const end = char === '[' ? chars.indexOf(']', chars[i + 1] === '!' ? i + 3 : i + 2) : -1;
    if (char === '*') found.push('*');
    else if (char === '?') found.push(() => true);
    else if (end > 0) {
      found.push(charClass(chars.slice(i + 1, end)));
      i = end;
    } else found.push((other) => other === char);
  }
  return found;
}

function charClass(inside: string[]): (char: string) => boolean {
  const negated = inside[0] === '!';
  const items = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let i = 0; i < items.length; i++) {
    if (items[i + 1] === '-' && items[i + 2] !== undefined) {
      ranges.push([items[i]!, items[i + 2]!]);
      i += 2;
    } else ranges.push([items[i]!, items[i]!]);
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}
