// What one text has and another hasn't, in order.

/** The words of a text, and each Chinese or Japanese character and each sign by itself; white space and what isn't seen don't count. */
export function words(text) {
  return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+|[^\s\p{Cf}]/gu) ?? [];
}

/** How many characters words have. */
export const length = (list) => list.reduce((total, word) => total + word.length, 0);

/**
 * The shortest way from one list of words to another (Myers 1986): `lost` and `added` are runs of words as text, `kept` how many
 * characters both have in the same order.
 */
export function difference(before, after) {
  const paths = furthestPaths(before, after);
  let [x, y] = [before.length, after.length];
  const [lost, added] = [[], []];
  let nLost = 0;
  for (let steps = paths.length - 1; steps > 0; steps -= 1) {
    const reached = paths[steps];
    const diagonal = x - y;
    const down = diagonal === -steps || (diagonal !== steps && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
    const fromDiagonal = down ? diagonal + 1 : diagonal - 1;
    const fromX = reached.get(fromDiagonal);
    const fromY = fromX - fromDiagonal;
    if (down) {
      put(added, fromY, after[fromY]);
    } else {
      put(lost, fromX, before[fromX]);
      nLost += before[fromX].length;
    }
    [x, y] = [fromX, fromY];
  }
  const texts = (runs) => runs.map(({ words: run }) => run.join(' ')).reverse();
  return { lost: texts(lost), added: texts(added), kept: length(before) - nLost };
}

/** For each number of steps, how far along `before` each diagonal was reached with one step less. */
function furthestPaths(before, after) {
  const paths = [];
  let reached = new Map([[1, 0]]);
  for (let steps = 0; steps <= before.length + after.length; steps += 1) {
    paths.push(reached);
    reached = new Map(reached);
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const [left, right] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1];
      let x = diagonal === -steps || (diagonal !== steps && left < right) ? right : left + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return paths;
    }
  }
  return paths;
}

/** Adds a word to the run that begins right behind it, or begins one. Runs are found from their ends. */
function put(runs, place, word) {
  const last = runs.at(-1);
  if (last?.from === place + 1) {
    last.words.unshift(word);
    last.from = place;
  } else {
    runs.push({ from: place, words: [word] });
  }
}
