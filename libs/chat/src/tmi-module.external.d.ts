/** tmi.js 1.8.5 has no types of its own: tmi-client.external.ts says what is used of it. */
declare module 'tmi.js' {
  const tmi: unknown;
  export default tmi;
}
declare module 'tmi.js/lib/parser.js' {
  const parser: unknown;
  export default parser;
}
