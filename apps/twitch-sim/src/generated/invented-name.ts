const SYLLABLES = ['ka', 'ri', 'mo', 'tu', 'sel', 'na', 'vor', 'pi', 'lo', 'quen', 'dra', 'bee', 'sho', 'ul'];
const FIRST = [
  'amber',
  'brisk',
  'calm',
  'deep',
  'early',
  'foggy',
  'grey',
  'hazel',
  'idle',
  'jolly',
  'keen',
  'lunar',
];
const SECOND = [
  'anchor',
  'bay',
  'coral',
  'dune',
  'eddy',
  'fjord',
  'gull',
  'harbour',
  'islet',
  'kelp',
  'lagoon',
  'reef',
];

/** A chatter's login: made of syllables, so that it is nobody's on purpose. */
export function inventLogin(random: () => number): string {
  const parts = 2 + Math.floor(random() * 3);
  return Array.from({ length: parts }, () => pickOne(SYLLABLES, random)).join('');
}

/** A channel's login; `index` keeps it the only one. */
export function inventChannelLogin(index: number, random: () => number): string {
  return `${pickOne(FIRST, random)}${pickOne(SECOND, random)}${index + 1}`;
}

function pickOne(items: readonly string[], random: () => number): string {
  return items[Math.floor(random() * items.length)] ?? '';
}
