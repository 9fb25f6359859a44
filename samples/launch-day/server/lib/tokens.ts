import jwt from 'jsonwebtoken';

const secret = process.env.JWT_SECRET ?? 'dev-secret';

export function signToken(userId: number) {
  return jwt.sign({ sub: String(userId) }, secret, { expiresIn: '7d' });
}

export function readToken(token: string): number | null {
  try {
    const payload = jwt.verify(token, secret);
    return Number(payload.sub);
  } catch {
    return null;
  }
}
