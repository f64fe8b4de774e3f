import type { ChannelId } from '@emotide/domain';
import type { EmoteSet, ParsedSet, ThirdParty } from '@emotide/emotes';
import type { JsonAnswer } from './fetch-json';
import { ProviderHttp, type ProviderClientOptions, type ProviderState } from './provider-http';
import { LABEL_OF_PROVIDER } from './provider-label';

/** A third-party provider of emotes over HTTP. */
export interface EmoteSetClient {
  readonly provider: ThirdParty;
  /**
   * The emotes that work in every channel.
   *
   * @throws ProviderError when there is no usable answer: keep the last one.
   */
  globalSet(): Promise<EmoteSet>;
  /**
   * A channel's emotes, or `none` when the provider does not know the channel or it has no set.
   *
   * @throws ProviderError when there is no usable answer: keep the last one.
   */
  channelSet(channelId: ChannelId): Promise<EmoteSet | 'none'>;
  state(): ProviderState;
  stop(): void;
}

/** Asks for sets and reads them: what the three providers' clients share. */
export class SetAsker {
  readonly http: ProviderHttp;
  readonly #provider: ThirdParty;
  readonly #options: ProviderClientOptions;

  constructor(provider: ThirdParty, baseUrl: URL, options: ProviderClientOptions) {
    this.http = new ProviderHttp(LABEL_OF_PROVIDER[provider], options.baseUrl ?? baseUrl, options);
    this.#provider = provider;
    this.#options = options;
  }

  globalSet(path: string, parse: (json: unknown) => ParsedSet): Promise<EmoteSet> {
    return this.http.ask({ path }, (answer) => {
      const set = this.read(answer, parse);
      if (set === 'none') throw this.http.badShape('no global set');
      return set;
    });
  }

  channelSet(path: string, parse: (json: unknown) => ParsedSet): Promise<EmoteSet | 'none'> {
    return this.http.ask({ path, mayBeUnknown: true }, (answer) => this.read(answer, parse));
  }

  /** @throws ProviderError `bad-shape` */
  read({ status, json }: JsonAnswer, parse: (json: unknown) => ParsedSet): EmoteSet | 'none' {
    if (status === 404) return 'none';
    const parsed = parse(json);
    switch (parsed.type) {
      case 'none':
        return 'none';
      case 'bad':
        throw this.http.badShape(parsed.problem);
      case 'set': {
        const { set, rejected, duplicateNames } = parsed;
        const provider = LABEL_OF_PROVIDER[this.#provider];
        if (rejected > 0) this.#options.metrics.rejected.inc({ provider }, rejected);
        if (rejected + duplicateNames > 0) {
          this.#options.log.debug(
            { provider, channelId: set.channelId, rejected, duplicateNames },
            'odd entries',
          );
        }
        return set;
      }
    }
  }
}
