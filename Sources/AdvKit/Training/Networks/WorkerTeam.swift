internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Work that is cut into parts which may run at the same time.
protocol PartedTask: AnyObject, Sendable {
  /// Does one part with the workspace of a worker; writes only to places of the two.
  func run(part: Int, worker: Int)
}

/// Threads that share out the parts of one task, round after round, for as long as a training runs.
///
/// A round of a small network takes some tens of microseconds, too little to ask the system for
/// threads each time: helpers watch for the next round, and fall asleep where none comes soon. The
/// caller works along and never waits for a helper that has not begun a part, so that a helper that
/// never gets a processor costs nothing but speed.
final class WorkerTeam<Task: PartedTask>: Sendable {
  private let task: Task
  private let workers: Int
  // The round, the number of parts (16 bits) and the next part (16 bits).
  private let ticket = Atomic<UInt64>(0)
  private let done = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)

  /// A team of `workers` for a task, the caller among them.
  init(_ task: Task, workers: Int) {
    self.task = task
    self.workers = workers
    for worker in 1..<max(workers, 1) {
      DispatchQueue.global(qos: .userInitiated).async { self.serve(worker) }
    }
  }

  /// Does the parts 0..<`parts` of the task; returns when all are done.
  ///
  /// - Precondition: `parts` < 2¹⁶; one call at a time.
  func run(parts: Int) {
    if parts == 1 || workers <= 1 {
      for part in 0..<parts { task.run(part: part, worker: 0) }
      return
    }
    done.store(0, ordering: .relaxed)
    let round = (ticket.load(ordering: .relaxed) >> 32) &+ 1
    ticket.store(round << 32 | UInt64(parts) << 16, ordering: .sequentiallyConsistent)
    wake()
    while let part = claim() {
      task.run(part: part, worker: 0)
      done.wrappingAdd(1, ordering: .releasing)
    }
    var turns = 0
    while done.load(ordering: .acquiring) < parts {
      turns += 1
      if turns.isMultiple(of: 256) { _ = sched_yield() }
    }
  }

  /// Lets the helpers go; to be called once, after the last round.
  func end() {
    isOver.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  private func wake() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    for _ in 0..<sleepers.exchange(0, ordering: .sequentiallyConsistent) { bell.signal() }
  }

  /// The next part of the present round, which then belongs to the caller.
  private func claim() -> Int? {
    var now = ticket.load(ordering: .acquiring)
    while true {
      let next = now & 0xFFFF
      guard next < now >> 16 & 0xFFFF else { return nil }
      let (exchanged, found) = ticket.compareExchange(
        expected: now, desired: now + 1, ordering: .acquiringAndReleasing)
      if exchanged { return Int(next) }
      now = found
    }
  }

  private var hasNews: Bool {
    let now = ticket.load(ordering: .sequentiallyConsistent)
    return now & 0xFFFF < now >> 16 & 0xFFFF || isOver.load(ordering: .sequentiallyConsistent)
  }

  private func serve(_ worker: Int) {
    var idle = 0
    while !isOver.load(ordering: .acquiring) {
      if let part = claim() {
        task.run(part: part, worker: worker)
        done.wrappingAdd(1, ordering: .releasing)
        idle = 0
        continue
      }
      idle += 1
      if idle < 20_000 {
        if idle.isMultiple(of: 256) { _ = sched_yield() }
        continue
      }
      idle = 0
      sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
      // Whoever rings after this line sees the sleeper; whatever came before it is news.
      if hasNews { stayAwake() } else { bell.wait() }
    }
  }

  /// Takes back one announced sleeper; where it was counted already, a bell rings for nobody.
  private func stayAwake() {
    var count = sleepers.load(ordering: .relaxed)
    while count > 0 {
      let (exchanged, found) = sleepers.compareExchange(
        expected: count, desired: count - 1, ordering: .relaxed)
      if exchanged { return }
      count = found
    }
  }
}
