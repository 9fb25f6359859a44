import type { NextFunction, Request, Response } from 'express';

/** Lets browsers and the CDN keep the response for a while */
export function cacheFor(seconds: number) {
  return (_req: Request, res: Response, next: NextFunction) => {
    res.set('Cache-Control', `public, max-age=${seconds}, stale-while-revalidate=${seconds * 5}`);
    next();
  };
}
