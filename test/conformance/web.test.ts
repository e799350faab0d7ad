import { fileURLToPath } from 'node:url';
import { conformanceSuite } from './conformance.ts';
import { shopFolder } from './shop-folder.ts';
import { connectPage, redeem } from './web-client.ts';
import { startWebShellProcess } from './web-shell-process.ts';

const KILL_POINT = fileURLToPath(new URL('./kill-point.ts', import.meta.url));

conformanceSuite('web shell', async () => {
  const shop = shopFolder();
  const shell = await startWebShellProcess({
    args: ['--data', shop.data, '--keys', shop.keys],
    env: { NODE_OPTIONS: `--import=${KILL_POINT}`, COMPTOIR_KILL_FILE: shop.killFile },
  });
  const session = await redeem(await shell.address());
  let page = connectPage(session);
  return {
    page: () => page,
    reload() {
      page.close();
      page = connectPage(session);
      return Promise.resolve(page);
    },
    armKill: shop.armKill,
    kill() {
      process.kill(shell.tillPid(), 'SIGKILL');
      return Promise.resolve();
    },
    async close() {
      page.close();
      await shell.stop();
      shop.remove();
    },
  };
});
