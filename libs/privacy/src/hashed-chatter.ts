import { PLAIN_FORM, type ChatterForm, type UserId } from '@emotide/domain';
import type { PrivacyStep } from '@emotide/store';

/** The chatter for the record of what was done: under the present key, and never as an id. */
export function hashedChatter(userId: UserId, forms: readonly ChatterForm[]): PrivacyStep['chatter'] {
  const form = forms.find(({ name }) => name !== PLAIN_FORM.name);
  return form && { form: form.name, chatter: form.toChatter(userId) };
}
