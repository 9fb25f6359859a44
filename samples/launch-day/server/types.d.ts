import type { User } from '@prisma/client';

declare global {
  namespace Express {
    interface Request {
      /** Set by requireUser */
      user?: Pick<User, 'id' | 'email' | 'name' | 'role'>;
    }
  }
}
