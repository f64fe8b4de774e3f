import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';

/*
 * Subscribers that read and throw away: raw sockets with a WebSocket handshake, so that thousands of them cost the
 * measuring machine little. Told over IPC: { port, path, operations, count } opens so many more, which take the operations in
 * turn, and answers { open }; { close: true } ends all of them and answers the same.
 */

/** One address of this machine has 28,000 ports for one server. */
const PER_ADDRESS = 20_000;

const sockets = new Set();
let opened = 0;

process.on('message', async ({ port, path, operations, count, close }) => {
  if (close) {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    opened = 0;
  } else
    for (let left = count; left > 0; left -= 50)
      await Promise.all(
        Array.from({ length: Math.min(50, left) }, () =>
          subscribe(port, path, operations[opened++ % operations.length]),
        ),
      );
  process.send({ open: sockets.size });
});
process.on('disconnect', () => process.exit());

function subscribe(port, path, operation) {
  return new Promise((resolve, reject) => {
    const localAddress = `127.0.0.${2 + Math.floor(sockets.size / PER_ADDRESS)}`;
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
          'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
      );
    });
    socket.once('data', () => {
      socket.write(frame({ type: 'connection_init' }));
      socket.once('data', () => {
        socket.write(frame({ id: '1', type: 'subscribe', payload: { query: operation } }));
        socket.resume();
        sockets.add(socket);
        resolve();
      });
    });
  });
}

/** A text frame as a client sends it: masked, here with zeros. */
function frame(message) {
  const text = Buffer.from(JSON.stringify(message));
  const head =
    text.length < 126
      ? Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0])
      : Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0]);
  return Buffer.concat([head, text]);
}
