import type { NextFunction, Request, Response } from 'express';
import { prisma } from '../lib/prisma.js';
import { readToken } from '../lib/tokens.js';

/** Loads the logged-in user, or answers 401 */
export async function requireUser(req: Request, res: Response, next: NextFunction) {
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  const userId = scheme === 'Bearer' && token ? readToken(token) : null;
  if (!userId) {
    res.status(401).json({ error: 'Please log in' });
    return;
  }

  const user = await prisma.user.findUnique({
    where: { id: userId },
    select: { id: true, email: true, name: true, role: true },
  });
  if (!user) {
    res.status(401).json({ error: 'Please log in' });
    return;
  }

  req.user = user;
  next();
}

export function requireAdmin(req: Request, res: Response, next: NextFunction) {
  if (req.user?.role !== 'admin') {
    res.status(403).json({ error: 'Admins only' });
    return;
  }
  next();
}
