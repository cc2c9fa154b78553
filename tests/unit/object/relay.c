/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slots whose calls the schema hands on as events, unless somebody implements them:
 * rule 11. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("relay");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

/* Between producer and consumer. */
static void
put_between (Fixture        *f,
             WorkshopAgency *agency)
{
  g_assert_cmpuint (hark_connect_matching (f->producer, agency, NULL), ==, 2);
  g_assert_cmpuint (hark_connect_matching (agency, f->consumer, NULL), ==, 2);
}

static void
emit_all (Fixture *f)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_paused (f->producer);
  hark_loop_run_until_idle (f->loop);
}

static void
test_a_call_is_emitted (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(WorkshopAgency) agency = workshop_agency_new (f->loop, NULL, NULL, NULL);

  put_between (f, agency);
  emit_all (f);
  diary_assert (&f->diary, "a:1 paused ");

  g_assert_true (workshop_agency_on_produced (agency, "b", 2));
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "b:2 ");
}

static void
test_through_its_loop (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkLoop) waiting = hark_loop_new ("waiting");
  g_autoptr(WorkshopAgency) agency = workshop_agency_new (waiting, NULL, NULL, NULL);

  put_between (f, agency);
  emit_all (f);
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (waiting);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 paused ");
  g_clear_object (&agency);
  hark_loop_run_until_idle (waiting);
}

static void
note (Diary *diary)
{
  g_string_append (diary->text, "rested ");
}

static void
test_one_slot_is_emitted_as_several_events (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(WorkshopAgency) agency = workshop_agency_new (f->loop, NULL, NULL, NULL);

  put_between (f, agency);
  HARK_CONNECT_DATA (agency, workshop_agency_rested, f->consumer, note, &f->diary, NULL);
  emit_all (f);
  diary_assert (&f->diary, "a:1 paused rested ");
}

/* --- implemented --- */

static void
refine (WorkshopAgency *self,
        const char     *product,
        guint64         serial)
{
  workshop_agency_emit_produced (self, "gold", serial + 10);
}

static const WorkshopAgencySlots refining_slots = { .on_produced = refine };

static void
test_a_table_replaces_it (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(WorkshopAgency) agency = workshop_agency_new (f->loop, &refining_slots, NULL, NULL);

  put_between (f, agency);
  emit_all (f);
  diary_assert (&f->diary, "gold:11 paused ");
}

typedef WorkshopAgency Censor;
typedef WorkshopAgencyClass CensorClass;
static GType censor_get_type (void);
G_DEFINE_TYPE (Censor, censor, WORKSHOP_TYPE_AGENCY)

static void
censor_on_produced (WorkshopAgency *self,
                    const char     *product,
                    guint64         serial)
{
  if (serial > 1)
    WORKSHOP_AGENCY_CLASS (censor_parent_class)->on_produced (self, product, serial);
}

static void
censor_class_init (CensorClass *klass)
{
  klass->on_produced = censor_on_produced;
}

static void
censor_init (Censor *self)
{
}

static void
test_a_subclass_replaces_it (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(WorkshopAgency) censor = g_object_new (censor_get_type (), "loop", f->loop, NULL);

  put_between (f, censor);
  emit_all (f);
  diary_assert (&f->diary, "paused ");
  /* It may still hand on. */
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "b:2 ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/11/slot/a-call-is-emitted", test_a_call_is_emitted);
  ADD ("/rule/11/slot/through-its-loop", test_through_its_loop);
  ADD ("/rule/11/slot/is-emitted-as-several-events", test_one_slot_is_emitted_as_several_events);
  ADD ("/rule/11/slot/a-table-replaces-it", test_a_table_replaces_it);
  ADD ("/rule/11/slot/a-subclass-replaces-it", test_a_subclass_replaces_it);
  return g_test_run ();
}
