/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: the function\\?'s parameters must be its context and then those of event Shop.Till.paid \(string name, uint64 amount\) */
/* error: the function\\?'s parameters must be its context and then those of event Shop.Till.opened \(\) */

/* A C function has its context's own type, and then the event's parameters. */

#include "shop.h"

typedef struct
{
  guint n_paid;
} Count;

void connect_all (ShopTill *till, GObject *context, Count *count);

static void
on_paid (GObject    *context,
         const char *name,
         guint64     amount)
{
  g_print ("%s %s %" G_GUINT64_FORMAT "\n", G_OBJECT_TYPE_NAME (context), name, amount);
}

static void
count_paid (Count      *count,
            const char *name,
            guint64     amount)
{
  count->n_paid += name != NULL && amount > 0;
}

static void
on_opened (GObject *context)
{
  g_print ("%s\n", G_OBJECT_TYPE_NAME (context));
}

#ifdef BROKEN
static void
on_paid_little (GObject    *context,
                const char *name,
                guint       amount)
{
  g_print ("%s %s %u\n", G_OBJECT_TYPE_NAME (context), name, amount);
}
#endif

void
connect_all (ShopTill *till,
             GObject  *context,
             Count    *count)
{
  HARK_CONNECT_FUNC (till, shop_till_paid, context, on_paid);
  HARK_CONNECT_FUNC (till, shop_till_paid, context, &on_paid);
  HARK_CONNECT_FUNC (till, shop_till_opened, context, on_opened);
  HARK_CONNECT_DIRECT (till, shop_till_paid, context, on_paid);
  HARK_CONNECT_DATA (till, shop_till_paid, context, count_paid, count, g_free);
#ifdef BROKEN
  HARK_CONNECT_FUNC (till, shop_till_paid, context, on_paid_little);
  HARK_CONNECT_FUNC (till, shop_till_opened, context, on_paid);
  HARK_CONNECT_FUNC (till, shop_till_paid, till, on_paid);
  HARK_CONNECT_DATA (till, shop_till_paid, context, count_paid, context, NULL);
#endif
}
