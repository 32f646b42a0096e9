export function slugOf(name: string): string
