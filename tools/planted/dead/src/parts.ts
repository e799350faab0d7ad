export function used(): void {}

export function nobodyCallsThis(): void {}
