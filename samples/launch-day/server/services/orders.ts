import { prisma } from '../lib/prisma.js';

interface OrderLine {
  productId: number;
  quantity: number;
}

class OrderService {
  /** Items and total of one order */
  async summarize(orderId: number) {
    const items = await prisma.orderItem.findMany({
      where: { orderId },
      include: { product: { select: { name: true } } },
    });

    return {
      items: items.map((item) => ({ name: item.product.name, quantity: item.quantity })),
      totalCents: items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0),
    };
  }

  async create(userId: number, lines: OrderLine[]) {
    const products = await prisma.product.findMany({
      where: { id: { in: lines.map((line) => line.productId) } },
    });
    const byId = new Map(products.map((product) => [product.id, product]));

    const items = lines.map((line) => {
      const product = byId.get(line.productId);
      if (!product) throw new Error(`Unknown product ${line.productId}`);
      return { productId: product.id, quantity: line.quantity, unitPriceCents: product.priceCents };
    });

    return prisma.order.create({
      data: {
        number: this.nextNumber(),
        userId,
        currency: products[0].currency,
        totalCents: items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0),
        items: { create: items },
      },
    });
  }

  async markPaid(orderId: number, paymentId: string) {
    return prisma.order.update({
      where: { id: orderId },
      data: { status: 'paid', paymentId },
      include: { items: { include: { product: true } } },
    });
  }

  async findByNumber(number: string, userId: number) {
    return prisma.order.findFirst({
      where: { number, userId },
      include: { items: { include: { product: true } } },
    });
  }

  private nextNumber() {
    const random = Math.random().toString(36).slice(2, 6).toUpperCase();
    return `MB-${Date.now().toString(36).toUpperCase()}-${random}`;
  }
}

export const orderService = new OrderService();
