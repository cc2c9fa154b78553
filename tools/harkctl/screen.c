/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How harkctl writes. In a pipe there are no colours, nothing is cut, and columns are still
 * aligned: two blanks or more separate them. Whatever came from another process is made
 * printable before it gets here. */

#include "screen-private.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static gboolean has_colour;

gboolean
screen_is_terminal (void)
{
  return isatty (STDOUT_FILENO) == 1;
}

gboolean
screen_set_colour (const char *choice)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  const char *terminal = g_getenv ("TERM");

  if (choice == NULL || g_str_equal (choice, "auto"))
    has_colour = screen_is_terminal () && (no_colour == NULL || *no_colour == '\0')
                 && g_strcmp0 (terminal, "dumb") != 0;
  else if (g_str_equal (choice, "always"))
    has_colour = TRUE;
  else if (g_str_equal (choice, "never"))
    has_colour = FALSE;
  else
    return FALSE;
  return TRUE;
}

gboolean
screen_has_colour (void)
{
  return has_colour;
}

gboolean
screen_get_size (guint *width,
                 guint *height)
{
  struct winsize size;

  if (!screen_is_terminal () || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
    return FALSE;
  *width = size.ws_col;
  *height = size.ws_row;
  return TRUE;
}

char *
screen_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        g_string_append_printf (printable, "\\u%04x", c);
      else
        g_string_append_unichar (printable, c);
    }
  return g_string_free (printable, FALSE);
}

void
screen_put (GString     *line,
            ScreenStyle  style,
            const char  *text)
{
  static const char *const codes[] = {
    [SCREEN_BOLD] = "1", [SCREEN_DIM] = "2", [SCREEN_RED] = "31", [SCREEN_GREEN] = "32",
    [SCREEN_YELLOW] = "33", [SCREEN_BLUE] = "34", [SCREEN_CYAN] = "36",
  };

  if (has_colour && style != SCREEN_PLAIN && *text != '\0')
    g_string_append_printf (line, "\033[%sm%s\033[0m", codes[style], text);
  else
    g_string_append (line, text);
}

/* --- columns --- */

typedef struct
{
  char        *text;
  guint        width;
  ScreenStyle  style;
} Cell;

struct _ScreenTable
{
  const char *const *headings;
  guint              n_columns;
  GArray            *cells;     /* Cell; the headings first */
};

static void
cell_clear (gpointer data)
{
  g_free (((Cell *) data)->text);
}

/* How many columns of the screen it takes. */
static guint
width_of (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

ScreenTable *
screen_table_new (const char *const *headings)
{
  ScreenTable *self = g_new0 (ScreenTable, 1);

  self->headings = headings;
  self->n_columns = g_strv_length ((char **) headings);
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, cell_clear);
  for (guint i = 0; i < self->n_columns; i++)
    screen_table_add (self, SCREEN_BOLD, g_strdup (headings[i] + (headings[i][0] == '>')));
  return self;
}

void
screen_table_free (ScreenTable *self)
{
  g_array_unref (self->cells);
  g_free (self);
}

void
screen_table_add (ScreenTable *self,
                  ScreenStyle  style,
                  char        *text)
{
  Cell cell = { screen_printable (text), 0, style };

  cell.width = width_of (cell.text);
  g_array_append_val (self->cells, cell);
  g_free (text);
}

void
screen_table_add_number (ScreenTable *self,
                         ScreenStyle  style,
                         guint64      number)
{
  screen_table_add (self, style, g_strdup_printf ("%" G_GUINT64_FORMAT, number));
}

static guint
column_width (ScreenTable *self,
              guint        column)
{
  guint width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, g_array_index (self->cells, Cell, i).width);
  return width;
}

static void
put_spaces (GString *text,
            guint    n)
{
  g_string_append_printf (text, "%*s", (int) n, "");
}

/* As much of it as fits into @room columns. */
static void
put_cut (GString    *text,
         const Cell *cell,
         guint       room)
{
  g_autofree char *cut = NULL;
  const char *end = cell->text;
  guint width = 0;

  while (*end != '\0' && width < room)
    {
      width += g_unichar_iswide (g_utf8_get_char (end)) ? 2 : 1;
      end = g_utf8_next_char (end);
    }
  cut = g_strndup (cell->text, (gsize) (end - cell->text));
  screen_put (text, cell->style, cut);
}

static void
put_row (ScreenTable *self,
         GString     *text,
         guint        row,
         const guint *widths,
         guint        room)
{
  guint used = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, row * self->n_columns + i);
      guint pad = widths[i] - cell->width;
      gboolean is_right = self->headings[i][0] == '>';

      if (room > 0 && used + widths[i] > room)
        {
          if (used < room && !is_right)
            put_cut (text, cell, room - used);
          break;
        }
      if (is_right)
        put_spaces (text, pad);
      screen_put (text, cell->style, cell->text);
      if (i + 1 < self->n_columns)
        put_spaces (text, (is_right ? 0 : pad) + 2);
      used += widths[i] + 2;
    }
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

void
screen_table_put (ScreenTable *self,
                  GString     *text,
                  guint        width,
                  guint        height)
{
  guint n_rows = self->cells->len / self->n_columns;
  g_autofree guint *widths = g_new (guint, self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = column_width (self, i);
  for (guint i = 0; i < n_rows && (height == 0 || i < height); i++)
    put_row (self, text, i, widths, width);
}

/* --- figures --- */

char *
screen_bytes (guint64 bytes)
{
  return bytes == 0 ? g_strdup ("0") : g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}

char *
screen_duration (gint64 microseconds)
{
  gint64 seconds = microseconds / G_USEC_PER_SEC;

  if (seconds < 60)
    return g_strdup_printf ("%ds", (int) seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%dm %ds", (int) (seconds / 60), (int) (seconds % 60));
  if (seconds < 86400)
    return g_strdup_printf ("%dh %dm", (int) (seconds / 3600), (int) (seconds / 60 % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT "d %dh", seconds / 86400, (int) (seconds / 3600 % 24));
}
