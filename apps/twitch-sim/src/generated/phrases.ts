/** Things that invented people say. */
export const PHRASES: readonly string[] = [
  'that was so close',
  'no way',
  'what a save',
  'gg',
  'he does it again',
  'same as last week',
  'one more try',
  'who built this bridge',
  'chat is asleep',
  'good morning from the night shift',
  'did you see that',
  'first try by the way',
  'what song is this',
  'how long has he been live',
  'turn the volume up please',
  'I was here',
  'this part always takes ages',
  'never lucky',
  'wait what',
  'the left door, the left one',
  'he forgot the key again',
  'is this the new patch',
  'classic',
  'clip that',
  'ok that was actually good',
  'my cat likes this stream',
  'ads in the middle of it, of course',
  'dinner is ready, back soon',
  'ça marche très bien',
  'было близко',
  'спасибо за стрим',
  'das war knapp',
  'qué bien jugado',
  '今日もいい天気',
  '草',
  'não acredito',
];

/** What is said when everybody shouts. */
export const SHOUTS: readonly string[] = ['LETS GO', 'YES', 'NO WAY', 'CLIP IT', 'AGAIN', 'W', 'NOOO'];

/** Of one code point, of two UTF-16 units, and joined ones: they shift ranges for whoever counts wrongly. */
export const EMOJI: readonly string[] = ['🌊', '🦀', '🐙', '👀', '🐠', '👩‍🚀', '❤️', '🇸🇪', '🫡', '💀'];
