import { createReadStream } from 'node:fs';
import type { ChatSource } from './chat-source';
import type { FoundFile } from './find-files';

const READ_BYTES = 1024 * 1024;

export function fileSource({ path, bytes }: FoundFile): ChatSource {
  return {
    name: path,
    bytes,
    async *open(onRead) {
      for await (const chunk of createReadStream(path, {
        highWaterMark: READ_BYTES,
      }) as AsyncIterable<Buffer>) {
        onRead(chunk.length);
        yield chunk;
      }
    },
  };
}
