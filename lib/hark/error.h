/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

G_BEGIN_DECLS

#define HARK_ERROR (hark_error_quark ())

/**
 * HarkError:
 * @HARK_ERROR_FAILED: anything that has no code of its own
 * @HARK_ERROR_CLOSED: the object, loop, bus or peer has ended
 * @HARK_ERROR_FORKED: the object, loop or peer belongs to the process that forked this one
 * @HARK_ERROR_TIMED_OUT: the time given for waiting has passed
 * @HARK_ERROR_CANCELLED: the wait was cancelled
 * @HARK_ERROR_WOULD_DEADLOCK: waiting here could never end
 * @HARK_ERROR_EMITTER_GONE: the object whose event was awaited has ended
 * @HARK_ERROR_PEER_GONE: the process that should have answered has ended
 * @HARK_ERROR_NOT_FOUND: no event, slot or exported object has this name
 * @HARK_ERROR_EXISTS: the name is taken
 * @HARK_ERROR_MISMATCH: two signatures that should agree do not
 * @HARK_ERROR_NOT_IMPLEMENTED: the slot has no implementation
 * @HARK_ERROR_INVALID: bytes, a name or a value that cannot be accepted
 * @HARK_ERROR_LIMIT: a limit is reached
 * @HARK_ERROR_REFUSED: the other side does not allow it
 * @HARK_ERROR_UNREACHABLE: nobody answers at this address
 * @HARK_ERROR_FULL: the queue is full, and its policy refuses or drops the call
 *
 * What a caller can act on.
 */
typedef enum
{
  HARK_ERROR_FAILED,
  HARK_ERROR_CLOSED,
  HARK_ERROR_FORKED,
  HARK_ERROR_TIMED_OUT,
  HARK_ERROR_CANCELLED,
  HARK_ERROR_WOULD_DEADLOCK,
  HARK_ERROR_EMITTER_GONE,
  HARK_ERROR_PEER_GONE,
  HARK_ERROR_NOT_FOUND,
  HARK_ERROR_EXISTS,
  HARK_ERROR_MISMATCH,
  HARK_ERROR_NOT_IMPLEMENTED,
  HARK_ERROR_INVALID,
  HARK_ERROR_LIMIT,
  HARK_ERROR_REFUSED,
  HARK_ERROR_UNREACHABLE,
  HARK_ERROR_FULL,
} HarkError;

/**
 * hark_error_quark:
 *
 * Returns: the domain of Hark's own errors
 */
HARK_API GQuark hark_error_quark (void);

G_END_DECLS
