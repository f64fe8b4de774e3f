import { describe, expect, it } from 'vitest';
import { requireRole } from './roles';

describe('a role', () => {
  it('is had by who was given it, and includes no other', () => {
    const roles = new Set(['read', 'admin'] as const);
    expect(() => requireRole({ roles }, 'admin')).not.toThrow();
    expect(() => requireRole({ roles }, 'people')).toThrow(/role people/);
  });
});
