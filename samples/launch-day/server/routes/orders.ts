import { Router } from 'express';
import { z } from 'zod';
import { prisma } from '../lib/prisma.js';
import { requireUser } from '../middleware/require-user.js';
import { createInvoice, invoicePath } from '../services/invoices.js';
import { sendOrderConfirmation } from '../services/notifications.js';
import { orderService } from '../services/orders.js';
import { chargeCustomer } from '../services/payments.js';

const router = Router();

router.use(requireUser);

// Your orders with what you bought
router.get('/', async (req, res) => {
  const orders = await prisma.order.findMany({
    where: { userId: req.user!.id },
    orderBy: { createdAt: 'desc' },
    take: 50,
  });

  const result = [];
  for (const order of orders) {
    const summary = await orderService.summarize(order.id);
    result.push({ number: order.number, status: order.status, createdAt: order.createdAt, ...summary });
  }

  res.json(result);
});

const orderSchema = z.object({
  cardToken: z.string(),
  lines: z.array(z.object({ productId: z.int(), quantity: z.int().min(1).max(20) })).min(1),
});

// Buy something
router.post('/', async (req, res) => {
  const { cardToken, lines } = orderSchema.parse(req.body);
  const user = req.user!;

  const order = await orderService.create(user.id, lines);
  const payment = await chargeCustomer(order.totalCents, order.currency, cardToken);
  const paid = await orderService.markPaid(order.id, payment.id);

  // Create the invoice and send the confirmation
  await createInvoice(paid, user.name);
  await sendOrderConfirmation(user.email, paid.number);

  res.status(201).json({ number: paid.number, status: paid.status });
});

// Invoice as PDF
router.get('/:number/invoice', async (req, res) => {
  const order = await orderService.findByNumber(req.params.number, req.user!.id);
  if (!order) {
    res.status(404).json({ error: 'Order not found' });
    return;
  }

  res.set('Cache-Control', 'private, no-store');
  res.sendFile(invoicePath(order.number));
});

export default router;
