import { Kbd } from '@mantine/core';

/** The key of an action, on the control that does it. Read by eyes; `aria-keyshortcuts` tells the others. */
export function KeyCap({ name }: { readonly name: string }) {
  return (
    <Kbd aria-hidden className="key-cap" dir="ltr">
      {name}
    </Kbd>
  );
}
