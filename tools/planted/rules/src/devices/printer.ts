// devices-imports-only-base-domain-node; devices-know-papers-and-money-only
import { planted } from '#domain/basket/basket.ts';
import { view } from '#contract/view.ts';
import { missing } from '#base/missing.ts';
// native-devices-only-in-transport (the package need not be installed); everything-resolves
import usb from 'usb';
export const printer = [planted, view, usb, missing];
