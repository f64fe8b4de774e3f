/** One file or address cannot be read (any further): the import goes on with the next, and says so at its end. */
export class InputError extends Error {
  override name = 'InputError';
}
