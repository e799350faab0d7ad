/** The half of the page that says where one is, before one is in. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGES, LANGUAGE_NAMES } from '#renderer/text/text.ts';
import { useDesk } from '../desk.tsx';
import icon from '../icon.svg';
import styles from './sign-in.module.css';

export function Front({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const { words, looks, prefer } = useDesk();
  return (
    <div className={styles['halves']} data-screen={name}>
      <header className={styles['front']}>
        <div>
          <img src={icon} alt="" className={styles['mark']} />
          <h1>{words.t('shell.headquarters')}</h1>
          <p>{words.t('sign-in.about')}</p>
        </div>
        <div className={styles['languages']}>
          {LANGUAGES.map((one) => (
            <UnstyledButton
              key={one}
              lang={one}
              className={styles['language']}
              aria-pressed={one === looks.language}
              onClick={() => prefer({ language: one })}
            >
              {LANGUAGE_NAMES[one]}
            </UnstyledButton>
          ))}
        </div>
      </header>
      <main className={styles['side']}>{children}</main>
    </div>
  );
}
