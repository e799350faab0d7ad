/**
 * What every screen has at hand: the way to the till, the words, the formats and this screen's preferences.
 */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { present } from '#base/assert.ts';
import type { TopicName, TopicView } from '#contract/screen/screen.ts';
import type { Formats } from '../format/format.ts';
import type { Connection, ScreenPort } from '../link/link.ts';
import type { Words } from '../text/text.ts';
import type { Preferences } from '../theme/preferences.ts';

export interface Desk {
  readonly port: ScreenPort;
  readonly words: Words;
  readonly formats: Formats;
  readonly preferences: Preferences;
  readonly prefer: (changed: Partial<Preferences>) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  return present(useContext(DeskContext), 'the desk around every screen');
}

/** The present view of a topic; paints again when the till sends the next. */
export function useView<Name extends TopicName>(port: ScreenPort, topic: Name): TopicView<Name> | null {
  return useSyncExternalStore(port.onChange, () => port.view(topic));
}

export function useConnection(port: ScreenPort): Connection {
  return useSyncExternalStore(port.onChange, port.connection);
}
