/** A slice of a frame keeps the whole frame in memory: fine for a turn, not for as long as an emote is known. */
export function ownCopy<Text extends string>(text: Text): Text {
  return Buffer.from(text, 'utf16le').toString('utf16le') as Text;
}
