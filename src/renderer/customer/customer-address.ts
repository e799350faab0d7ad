/** Where the page for the customer is: the same page, under an address of its own. */
import { CUSTOMER_SCREEN } from '#contract/screen/bridge.ts';

/** Whether this page is the customer's, by its address. The till believes its shell and not this. */
export function isCustomerScreen(search: string): boolean {
  return new URLSearchParams(search).get(CUSTOMER_SCREEN.parameter) === CUSTOMER_SCREEN.value;
}

/** The address of the customer's page, beside a page of the operator's. */
export function customerAddress(page: { readonly origin: string; readonly pathname: string }): string {
  return `${page.origin}${page.pathname}?${CUSTOMER_SCREEN.parameter}=${CUSTOMER_SCREEN.value}`;
}
