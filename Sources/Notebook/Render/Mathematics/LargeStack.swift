import Dispatch
import Foundation
import Synchronization

/// Runs `work` on a thread of its own with a large stack, and waits for it.
///
/// Threads of Swift's pool have 512 kB of stack, some callers less; the script engine takes its
/// limit from the thread that it runs on, so how deeply a formula may be nested would depend on
/// who asks. A fixed stack makes the answer the same for everyone.
///
/// - Returns: what `work` returned; `nil` only if the thread ended without running it.
func withLargeStack<Value: Sendable>(_ work: @escaping @Sendable () -> Value) -> Value? {
  let outcome = Outcome<Value>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    let value = work()
    outcome.slot.withLock { $0 = value }
    done.signal()
  }
  thread.stackSize = 16 << 20
  thread.name = "mathematics"
  thread.start()
  done.wait()
  return outcome.slot.withLock { $0 }
}

/// Carries one value from a thread to the one that waits for it.
private final class Outcome<Value: Sendable>: Sendable {
  let slot = Mutex<Value?>(nil)
}
