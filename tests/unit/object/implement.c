/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The ways to implement a class: with a table, by a subclass, and in a class from
 * elsewhere. */

#include "diary-private.h"

/* --- a subclass --- */

typedef struct
{
  WorkshopConsumer parent_instance;

  Diary *diary;
} Porter;

typedef struct
{
  WorkshopConsumerClass parent_class;
} PorterClass;

static GType porter_get_type (void);

G_DEFINE_TYPE (Porter, porter, WORKSHOP_TYPE_CONSUMER)

static void
porter_on_produced (WorkshopConsumer *consumer,
                    const char       *product,
                    guint64           serial)
{
  Porter *self = (Porter *) consumer;

  g_string_append_printf (self->diary->text, "carries %s:%u ", product, (guint) serial);
  WORKSHOP_CONSUMER_CLASS (porter_parent_class)->on_produced (consumer, product, serial);
}

static void
porter_on_failing (WorkshopConsumer  *consumer,
                   const char        *product,
                   guint64            serial,
                   GError           **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s is too heavy", product);
}

static void
porter_closed (WorkshopConsumer *consumer)
{
  Porter *self = (Porter *) consumer;

  g_string_append (self->diary->text, "goes home ");
  WORKSHOP_CONSUMER_CLASS (porter_parent_class)->closed (consumer);
}

static void
porter_class_init (PorterClass *klass)
{
  WorkshopConsumerClass *consumer_class = WORKSHOP_CONSUMER_CLASS (klass);

  consumer_class->on_produced = porter_on_produced;
  consumer_class->on_failing = porter_on_failing;
  consumer_class->closed = porter_closed;
}

static void
porter_init (Porter *self)
{
}

static void
test_a_subclass_overrides_slots (void)
{
  g_auto(Diary) diary;
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;
  WorkshopConsumer *consumer;
  Porter *porter;

  diary_init (&diary);
  porter = g_object_new (porter_get_type (), "loop", loop, NULL);
  porter->diary = &diary;
  consumer = WORKSHOP_CONSUMER (porter);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (porter)) == loop);

  HARK_CONNECT (producer, workshop_producer_produced, consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (producer, "a", 1);
  g_assert_true (workshop_consumer_on_produced (consumer, "b", 2));
  g_assert_true (workshop_consumer_on_paused (consumer)); /* implemented nowhere */
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, "carries a:1 carries b:2 ");

  g_assert_false (workshop_consumer_await_on_failing (consumer, "a piano", 1, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, "a piano is too heavy");
  g_object_unref (porter);
  diary_assert (&diary, "goes home ");
  hark_loop_run_until_idle (loop);
}

static void
test_a_subclass_works_with_a_table_too (void)
{
  g_auto(Diary) diary;
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  WorkshopConsumer *consumer;

  diary_init (&diary);
  consumer = g_object_new (porter_get_type (), "loop", loop, NULL);
  ((Porter *) consumer)->diary = &diary;
  /* What the table says is the default implementation's, which one chains up to. */
  hark_seat_implement (&consumer->seat, &diary_slots, &diary, diary_destroyed);
  workshop_consumer_on_produced (consumer, "a", 1);
  workshop_consumer_on_paused (consumer);
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, "carries a:1 a:1 paused ");
  g_object_unref (consumer);
  diary_assert (&diary, "goes home closed destroyed ");
  hark_loop_run_until_idle (loop);
}

/* --- a constructor that connects --- */

typedef struct
{
  WorkshopProducer parent_instance;

  GString *text;
} Clock;

typedef struct
{
  WorkshopProducerClass parent_class;
} ClockClass;

static GType clock_get_type (void);

G_DEFINE_TYPE (Clock, clock, WORKSHOP_TYPE_PRODUCER)

static void
clock_tell (Clock      *self,
            const char *product,
            guint64     serial)
{
  g_string_append_printf (self->text, "%s:%u ", product, (guint) serial);
}

static void
clock_request_product (WorkshopProducer *producer,
                       const char       *product)
{
  workshop_producer_emit_produced (producer, product, 1);
}

static void
clock_constructed (GObject *object)
{
  Clock *self = (Clock *) object;
  WorkshopProducer *producer = WORKSHOP_PRODUCER (object);

  G_OBJECT_CLASS (clock_parent_class)->constructed (object);
  HARK_CONNECT_FUNC (producer, workshop_producer_produced, self, clock_tell);
  workshop_producer_emit_produced (producer, "made", 0);
}

static void
clock_finalize (GObject *object)
{
  g_string_append (((Clock *) object)->text, "finalized ");
  G_OBJECT_CLASS (clock_parent_class)->finalize (object);
}

static void
clock_class_init (ClockClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = clock_constructed;
  G_OBJECT_CLASS (klass)->finalize = clock_finalize;
  WORKSHOP_PRODUCER_CLASS (klass)->request_product = clock_request_product;
}

/* Before it is told its loop. */
static void
clock_init (Clock *self)
{
  WorkshopProducer *producer = WORKSHOP_PRODUCER (self);

  HARK_CONNECT_FUNC (producer, workshop_producer_produced, self, clock_tell);
}

static void
test_a_constructor_connects_to_itself (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  Clock *clock = g_object_new (clock_get_type (), "loop", loop, NULL);

  clock->text = text;
  g_assert_true (hark_object_get_loop (HARK_OBJECT (clock)) == loop);
  workshop_producer_request_product (WORKSHOP_PRODUCER (clock), "tick");
  hark_loop_run_until_idle (loop);
  g_assert_cmpstr (text->str, ==, "made:0 made:0 tick:1 tick:1 ");
  /* A connection to itself does not keep it. */
  g_object_unref (clock);
  g_assert_cmpstr (text->str, ==, "made:0 made:0 tick:1 tick:1 finalized ");
  hark_loop_run_until_idle (loop);
}

/* --- a table --- */

static guint64
stock (WorkshopProducer *self)
{
  return *(guint64 *) workshop_producer_get_data (self);
}

static void
clean (WorkshopProducer  *self,
       GError           **error)
{
  (*(guint64 *) workshop_producer_get_data (self))++;
}

static void
test_a_table_implements_what_it_has (void)
{
  static const WorkshopProducerSlots slots = { .stock = stock, .clean = clean };
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(GError) error = NULL;
  guint64 n = 41, answer = 0;
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, &slots, &n, NULL);

  hark_loop_start (loop);
  g_assert_true (workshop_producer_get_data (producer) == &n);
  g_assert_true (workshop_producer_await_clean (producer, HARK_FOREVER, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (workshop_producer_await_stock (producer, HARK_FOREVER, NULL, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer, ==, 42);
  g_assert_false (workshop_producer_await_weigh (producer, "a", HARK_FOREVER, NULL, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
  g_clear_object (&producer);
  hark_loop_run_until_idle (loop);
}

/* --- a parent from elsewhere --- */

static void
launch (WorkshopApp *self,
        const char  *what)
{
  Diary *diary = workshop_app_get_data (self);

  g_string_append_printf (diary->text, "launch %s ", what);
  workshop_app_emit_launched (self);
  g_object_notify (G_OBJECT (self), "application-id"); /* a signal of GObject, as ever */
}

static void
app_closed (WorkshopApp *self)
{
  Diary *diary = workshop_app_get_data (self);

  g_string_append (diary->text, "closed ");
}

static void
on_notify (GObject    *object,
           GParamSpec *pspec,
           Diary      *diary)
{
  g_string_append_printf (diary->text, "notify %s ", pspec->name);
}

static int
on_command_line (GApplication            *application,
                 GApplicationCommandLine *command_line,
                 Diary                   *diary)
{
  g_autoptr(WorkshopApp) app = g_object_ref (WORKSHOP_APP (application));

  g_string_append (diary->text, "command line ");
  workshop_app_launch (app, "from a signal");
  diary_assert (diary, "command line "); /* queued */
  return 0;
}

static void
on_launched (Diary *diary)
{
  g_string_append (diary->text, "launched ");
}

static void
test_an_application_has_slots_and_its_own_signals (void)
{
  static const WorkshopAppSlots slots = { .launch = launch, .closed = app_closed };
  g_auto(Diary) diary_memory;
  Diary *diary = &diary_memory;
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  WorkshopApp *app;
  char *argv[] = { (char *) "app", NULL };

  diary_init (diary);
  app = workshop_app_new (loop, &slots, diary, diary_destroyed);
  g_application_set_flags (G_APPLICATION (app), G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "notify::application-id", G_CALLBACK (on_notify), diary);
  g_signal_connect (app, "command-line", G_CALLBACK (on_command_line), diary);
  HARK_CONNECT_DATA (app, workshop_app_launched, app, on_launched, diary, NULL);

  g_assert_cmpint (g_application_run (G_APPLICATION (app), 1, argv), ==, 0);
  hark_loop_run_until_idle (loop);
  diary_assert (diary, "launch from a signal notify application-id launched ");
  g_object_unref (app);
  diary_assert (diary, "closed destroyed ");
  hark_loop_run_until_idle (loop);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object/implement/a-table-has-what-it-has", test_a_table_implements_what_it_has);
  g_test_add_func ("/object/implement/a-subclass-overrides-slots", test_a_subclass_overrides_slots);
  g_test_add_func ("/object/implement/a-subclass-works-with-a-table-too",
                   test_a_subclass_works_with_a_table_too);
  g_test_add_func ("/object/implement/an-application-has-slots-and-its-own-signals",
                   test_an_application_has_slots_and_its_own_signals);
  g_test_add_func ("/object/implement/a-constructor-connects-to-itself", test_a_constructor_connects_to_itself);
  return g_test_run ();
}
