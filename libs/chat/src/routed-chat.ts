import type { ChannelLogin } from '@emotide/domain';
import type { Observable } from 'rxjs';
import type { ChannelOptions, ChannelSignal, ChatSource, ChatState } from './chat-source';

/** Several sources as one: each channel is read from the one that `sourceOf` names, which must be one of `sources`. */
export class RoutedChat implements ChatSource {
  readonly #sources: readonly ChatSource[];
  readonly #sourceOf: (login: ChannelLogin) => ChatSource;

  constructor(sources: readonly ChatSource[], sourceOf: (login: ChannelLogin) => ChatSource) {
    this.#sources = sources;
    this.#sourceOf = sourceOf;
  }

  channel(login: ChannelLogin, options?: ChannelOptions): Observable<ChannelSignal> {
    return this.#sourceOf(login).channel(login, options);
  }

  pause(): void {
    for (const source of this.#sources) source.pause();
  }

  resume(): void {
    for (const source of this.#sources) source.resume();
  }

  state(): ChatState {
    const states = this.#sources.map((source) => source.state());
    return {
      connections: states.reduce((sum, { connections }) => sum + connections, 0),
      joined: states.reduce((sum, { joined }) => sum + joined, 0),
      joining: states.reduce((sum, { joining }) => sum + joining, 0),
      trouble: states.find(({ trouble }) => trouble !== undefined)?.trouble,
    };
  }

  stop(): void {
    for (const source of this.#sources) source.stop();
  }
}
