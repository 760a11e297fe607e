// Finds what a mistyped name was meant to be.

const longestName = 64;

/** The known name closest to a mistyped one, ignoring case and underscores; undefined when none is close. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  const wanted = plain(written);
  if (wanted === '' || wanted.length > longestName) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(wanted, plain(name));
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  // A name with its record put before it (user_uuid), or a name cut short, is further away than it looks.
  return (
    best ??
    known.find((name) => written.endsWith(`_${name}`) || written.endsWith(`.${name}`)) ??
    known.find((name) => wanted.length > 2 && plain(name).startsWith(wanted))
  );
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_.]/g, '');
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
