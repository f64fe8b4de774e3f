import { Component, type ComponentChildren, type ComponentType } from 'preact';

/**
 * A component that is drawn anew only when what tells its looks apart has changed: a row of a live ranking gets new numbers
 * ten times a second, and keeps its name.
 *
 * @param toLooks all that `draw` looks at; it uses no hooks
 */
export function pure<Props extends object>(
  draw: (props: Props) => ComponentChildren,
  toLooks: (props: Props) => string,
): ComponentType<Props> {
  return class Pure extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return toLooks(next) !== toLooks(this.props);
    }

    override render(): ComponentChildren {
      return draw(this.props);
    }
  };
}
