import type { ChatterForm } from './chatter-form';
import type { UserId } from './ids';
import { isNobodys, mergeOptOuts, type OptOut } from './opt-out';
import type { U64 } from './u64';

/**
 * Who is to be nobody, asked for every message with an emote: one look into a map of numbers for each form that the list
 * has chatters in.
 */
export class OptOutList {
  readonly #forms: readonly ChatterForm[];
  /** By form, then by the lower half of the chatter's number. */
  readonly #byForm = new Map<string, Map<number, OptOut[]>>();
  #size = 0;

  /** @param forms those that this process can turn an id into */
  constructor(forms: readonly ChatterForm[]) {
    this.#forms = forms;
  }

  get size(): number {
    return this.#size;
  }

  /** How many of them are in a form that this process can't compute: they can't be told from others by their messages. */
  get unusable(): number {
    const usable = new Set(this.#forms.map(({ name }) => name));
    let count = 0;
    for (const [form, chatters] of this.#byForm)
      if (!usable.has(form)) for (const list of chatters.values()) count += list.length;
    return count;
  }

  /** Adds to what is known of the chatter: nothing that was known is lost by it. */
  note(optOut: OptOut): void {
    const { form, chatter } = optOut;
    let chatters = this.#byForm.get(form);
    if (chatters === undefined) this.#byForm.set(form, (chatters = new Map()));
    const list = chatters.get(chatter.lo);
    const at = list?.findIndex((known) => known.chatter.hi === chatter.hi) ?? -1;
    if (list !== undefined && at >= 0) list[at] = mergeOptOuts(list[at]!, optOut);
    else {
      if (list === undefined) chatters.set(chatter.lo, [optOut]);
      else list.push(optOut);
      this.#size++;
    }
  }

  /** @param known the chatter in one of the forms, where that is at hand already */
  isNobodys(
    userId: UserId,
    sentAtMs: number,
    known?: { readonly form: string; readonly chatter: U64 },
  ): boolean {
    if (this.#size === 0) return false;
    for (const { name, toChatter } of this.#forms) {
      const chatters = this.#byForm.get(name);
      if (chatters === undefined) continue;
      const chatter = known?.form === name ? known.chatter : toChatter(userId);
      const optOut = chatters.get(chatter.lo)?.find(({ chatter: { hi } }) => hi === chatter.hi);
      if (optOut !== undefined && isNobodys(optOut, sentAtMs)) return true;
    }
    return false;
  }
}
