import bcrypt from 'bcryptjs';
import { Router } from 'express';
import { z } from 'zod';
import { mailFrom, transporter } from '../lib/mailer.js';
import { prisma } from '../lib/prisma.js';
import { signToken } from '../lib/tokens.js';

const router = Router();

const signupSchema = z.object({
  name: z.string().min(1),
  email: z.email(),
  password: z.string().min(8),
});

// Create an account
router.post('/signup', async (req, res) => {
  const { name, email, password } = signupSchema.parse(req.body);

  const existing = await prisma.user.findUnique({ where: { email } });
  if (existing) {
    res.status(409).json({ error: 'This email is already registered' });
    return;
  }

  const user = await prisma.user.create({
    data: { name, email, passwordHash: await bcrypt.hash(password, 10) },
  });

  // Send the welcome mail
  await transporter.sendMail({
    from: mailFrom,
    to: user.email,
    subject: 'Welcome to Makerboard!',
    text: `Hi ${user.name},\n\ngood to have you here. Tell us what you are building!\n`,
  });

  res.status(201).json({
    token: signToken(user.id),
    user: { id: user.id, name: user.name, email: user.email },
  });
});

const loginSchema = z.object({
  email: z.email(),
  password: z.string(),
});

// Log in
router.post('/login', async (req, res) => {
  const { email, password } = loginSchema.parse(req.body);

  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    res.status(401).json({ error: 'Wrong email or password' });
    return;
  }

  res.json({
    token: signToken(user.id),
    user: { id: user.id, name: user.name, email: user.email },
  });
});

export default router;
