/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Hark: events and slots for GObject, on loops, across threads and processes. */

#include <hark/types.h>
#include <hark/error.h>
#include <hark/clock.h>
#include <hark/future.h>
#include <hark/task.h>
#include <hark/task-lock.h>
#include <hark/task-queue.h>
#include <hark/combination.h>
#include <hark/async-result.h>
#include <hark/object.h>
#include <hark/loop.h>
#include <hark/timer.h>
#include <hark/queue.h>
#include <hark/connection.h>
#include <hark/by-name.h>
#include <hark/disconnect.h>
#include <hark/connection-group.h>
#include <hark/stream.h>
#include <hark/graph.h>
#include <hark/spy.h>
#include <hark/bus.h>
#include <hark/message.h>
#include <hark/message-queue.h>
#include <hark/request.h>
#include <hark/thread-pool.h>
#include <hark/handler.h>
#include <hark/source.h>
#include <hark/service.h>
#include <hark/runtime.h>
#include <hark/log-file.h>
#include <hark/ticker.h>
#include <hark/peer.h>
#include <hark/broker.h>
#include <hark/program.h>
#include <hark/untyped.h>
