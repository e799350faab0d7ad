// one-shell-does-not-know-the-other
import { shell } from '#main/shell/web/main.ts';
export const planted = shell;
