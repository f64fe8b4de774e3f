declare const types: unique symbol;

/** A GraphQL document as text, with the types of its answer and its variables. */
export type TypedDocument<Answer, Variables> = string & {
  readonly [types]?: (variables: Variables) => Answer;
};
