/** The name of whoever a row names, else the id that it has: headquarters knows the names of its own people alone. */
export function operatorText(operator: { readonly operatorId: string; readonly name: string | null } | null): string {
  if (operator === null) return '–';
  return operator.name ?? (operator.operatorId === '' ? '–' : operator.operatorId);
}
