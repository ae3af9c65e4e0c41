"""What Numba's compiler does otherwise for kernels: two of its steps.

*Indices count from the start.* In Python -1 is the last place, and Numba looks at every index of
every access for that. No kernel counts backwards, and without the looking a day takes a twentieth
less. `NUMBA_BOUNDSCHECK=1` stops at any index outside an array, the negative ones included.

*Kernels that live on only inside other kernels are handed over as they are.* Numba makes machine
code of every function before another may call it. Of a kernel that becomes part of its callers
nobody runs that code, and optimizing it alone is lost, because its callers are optimized whole:
leaving both out saves a quarter of the time a first run waits.
"""

from typing import Any

from numba.core import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import NativeLowering


def _from_the_start(signature: Any) -> Any:
    """An access to an array, with indices that cannot be negative."""
    array, index, *value = signature.args
    return signature.replace(args=(array, _unsigned(index), *value))


def _unsigned(index: Any) -> Any:
    if isinstance(index, types.Integer):
        return types.uintp
    if isinstance(index, types.BaseTuple):
        parts: Any = index
        return types.Tuple([_unsigned(part) for part in parts])
    return index


class KernelLower(Lower):
    """From typed Python to LLVM's language."""

    def lower_getitem(self, resty: Any, expr: Any, value: Any, index: Any, signature: Any) -> Any:
        """Write down that something is read.

        Parameters
        ----------
        resty, expr, value, index, signature
            As Numba hands them over.

        Returns
        -------
        llvmlite.ir.Value
            What was read.
        """
        signature = _from_the_start(signature)
        return super().lower_getitem(resty, expr, value, index, signature)

    def lower_setitem(self, target_var: Any, index_var: Any, value_var: Any, signature: Any) -> Any:
        """Write down that something is written.

        Parameters
        ----------
        target_var, index_var, value_var, signature
            As Numba hands them over.

        Returns
        -------
        llvmlite.ir.Instruction
            The last step of it.
        """
        signature = _from_the_start(signature)
        return super().lower_setitem(target_var, index_var, value_var, signature)


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelLowering(NativeLowering):
    """The last step of compiling a kernel."""

    _name = "kernel_lowering"

    @property
    def lowering_class(self) -> type[Lower]:
        """Who writes LLVM's language."""
        return KernelLower


class Part(JITCodeLibrary):
    """The code of one kernel, for other kernels to take in."""

    def _optimize_final_module(self) -> None:
        """Whoever takes it in optimizes it."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(KernelLowering):
    """The last step of compiling a kernel that other kernels take in."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write the kernel's code into a library that nothing runs.

        Parameters
        ----------
        state : numba.core.compiler.StateDict
            What is known of the kernel.

        Returns
        -------
        bool
            Whether anything changed: always.
        """
        state.library = Part(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = True
        super().run_pass(state)
        # Callers find a kernel by its entry point; this one has none, so that a name stands for it.
        name = object()
        state.cr = state.cr._replace(cfunc=name)
        state.targetctx.insert_user_function(name, state.cr.fndesc, [state.library])
        return True


class KernelCompiler(CompilerBase):
    """Numba's way to compile a function, but for its last step."""

    last_step: type[NativeLowering] = KernelLowering

    def define_pipelines(self) -> list[Any]:
        """Replace the last step.

        Returns
        -------
        list of numba.core.compiler_machinery.PassManager
            The one way there is.
        """
        ways = DefaultPassBuilder.define_nopython_pipeline(self.state)
        ways.passes = [
            (self.last_step if step is NativeLowering else step, why) for step, why in ways.passes
        ]
        ways.finalize()
        return [ways]


class PartCompiler(KernelCompiler):
    """The way of a kernel that other kernels take in."""

    last_step = PartLowering
