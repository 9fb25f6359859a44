import { PrismaLibSQL } from '@prisma/adapter-libsql';
import { PrismaClient } from '@prisma/client';

export const adapter = new PrismaLibSQL({
  url: process.env.DATABASE_URL ?? 'file:./dev.db',
});

export const prisma = new PrismaClient({ adapter });
