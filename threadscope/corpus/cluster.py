"""Workers of a Ray cluster, or of a Ray that is started on this machine."""

import time
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from threadscope.corpus.local import THREADS, done, limit
from threadscope.corpus.task import Failure, Result, Task, Work
from threadscope.errors import UsageError


class Ray:
    """Ray tasks, one a task, each on one core; nothing is retried behind our back."""

    def __init__(
        self,
        work: Work,
        jobs: int | None = None,
        memory: int | None = None,
        address: str | None = None,
    ) -> None:
        """Join a cluster, or start one on this machine.

        Args:
            work: what the tasks do.
            jobs: how many there are at once; None = as many as the cluster has cores.
            memory: bytes that each may take; None = no limit.
            address: of a cluster; None = start one here.

        Raises:
            UsageError: Ray is not installed, or the cluster does not answer.
        """
        self._ray = ray = _ray()
        try:
            ray.init(
                address=address,
                runtime_env={"env_vars": THREADS},
                log_to_driver=False,
                logging_level="ERROR",
                **({} if address else {"include_dashboard": False, "num_cpus": jobs}),
            )
        except (ConnectionError, RuntimeError, ValueError) as error:
            why = str(error).partition("\n")[0]
            raise UsageError(f"no Ray cluster: {why} (check --address)") from None
        self.jobs = jobs or int(ray.cluster_resources().get("CPU", 1))
        self._work = ray.put(work)
        self._memory = memory
        self._call = ray.remote(max_retries=0, num_cpus=1, max_calls=100)(_call)
        self._tasks: dict[Any, tuple[Task, float]] = {}

    def submit(self, task: Task) -> None:
        """Start a task."""
        reference = self._call.remote(self._work, task, self._memory)
        self._tasks[reference] = task, time.monotonic() + task.seconds

    def wait(self, seconds: float) -> Sequence[tuple[Task, Result]]:
        """Give the tasks that have ended; none = nothing ended in this time."""
        ready, under_way = self._ray.wait(
            list(self._tasks), num_returns=1, timeout=seconds, fetch_local=True
        )
        ended = [(self._tasks.pop(each)[0], self._result(each)) for each in ready]
        now = time.monotonic()
        late = [each for each in under_way if self._tasks[each][1] < now]
        return [*ended, *(self._ended(each) for each in late)]

    def close(self) -> None:
        """End all tasks and leave the cluster."""
        for reference in self._tasks:
            self._ray.cancel(reference, force=True)
        self._tasks.clear()
        self._ray.shutdown()

    def _result(self, reference: Any) -> Result:
        try:
            result: Result = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            return Failure(f"its worker ended: {type(error).__name__}")
        return result

    def _ended(self, reference: Any) -> tuple[Task, Result]:
        task, _ = self._tasks.pop(reference)
        self._ray.cancel(reference, force=True)
        return task, Failure(f"took longer than {task.seconds:g} s")


def _call(work: Work, task: Task, memory: int | None) -> Result:
    limit(memory)
    return done(work, task)


def _ray() -> Any:
    try:
        return import_module("ray")
    except ModuleNotFoundError:
        raise UsageError("--engine ray needs an extra (pip install 'threadscope[ray]')") from None
