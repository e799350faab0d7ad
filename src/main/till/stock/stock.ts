/** Stock: looking, receiving, counting. Door of the folder. */
import type { UseCases } from '../commands.ts';
import { lookStock, openStock, setStockLine } from './enter-stock.ts';
import { countStock, receiveStock } from './sign-stock.ts';

export { scanStock } from './enter-stock.ts';
export { oversoldHere } from './oversold.ts';
export { StockDesk } from './stock-desk.ts';
export { stockHere } from './stock-here.ts';

type StockName = 'openStock' | 'lookStock' | 'setStockLine' | 'receiveStock' | 'countStock';

/** Neither a delivery nor a count waits for an open drawer. */
export const stockUseCases: UseCases<StockName> = {
  openStock: { right: 'sell', needs: 'nothing', run: openStock },
  lookStock: { right: 'sell', needs: 'nothing', run: lookStock },
  setStockLine: { right: 'manage-stock', needs: 'nothing', run: setStockLine },
  receiveStock: { right: 'manage-stock', needs: 'nothing', run: receiveStock },
  countStock: { right: 'manage-stock', needs: 'nothing', run: countStock },
};
