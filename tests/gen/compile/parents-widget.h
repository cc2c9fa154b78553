/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A class that Hark has never heard of. */

#include <glib-object.h>

G_BEGIN_DECLS

#define WIDGETS_TYPE_IO_WIDGET (widgets_io_widget_get_type ())

G_DECLARE_DERIVABLE_TYPE (WidgetsIOWidget, widgets_io_widget, WIDGETS, IO_WIDGET, GObject)

struct _WidgetsIOWidgetClass
{
  GObjectClass parent_class;
};

G_END_DECLS
