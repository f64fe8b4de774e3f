/*
 * Waits until a live subscription has said two different seconds, the later with emotes in it: what was written in chat has
 * come all the way to a subscriber. Needs Node 22 or newer, and nothing else.
 *   node smoke-subscriber.mjs ws://127.0.0.1:4000/graphql [seconds]
 */
const [url = 'ws://127.0.0.1:4000/graphql', seconds = '60'] = process.argv.slice(2);
const query = 'subscription { topEmotes(first: 3) { asOf emotes { emote { name } uses } } }';
const socket = new WebSocket(url, 'graphql-transport-ws');
const say = (message) => socket.send(JSON.stringify(message));
const end = (code, text) => {
  console.log(text);
  process.exit(code);
};

setTimeout(() => end(1, `no live answer that goes on within ${seconds} s`), Number(seconds) * 1_000);
let first;
socket.addEventListener('open', () => say({ type: 'connection_init' }));
socket.addEventListener('error', () => end(1, `${url} cannot be reached`));
socket.addEventListener('close', ({ code, reason }) => end(1, `closed with ${code} ${reason}`));
socket.addEventListener('message', ({ data }) => {
  const { type, payload } = JSON.parse(data);
  if (type === 'ping') say({ type: 'pong' });
  if (type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query } });
  if (type === 'error' || payload?.errors) end(1, `refused: ${JSON.stringify(payload)}`);
  if (type !== 'next') return;
  const { asOf, emotes } = payload.data.topEmotes;
  first ??= asOf;
  if (asOf !== first && emotes.length > 0)
    end(0, `live as of ${asOf}: ${emotes.map(({ emote, uses }) => `${emote.name} ${uses}`).join(', ')}`);
});
