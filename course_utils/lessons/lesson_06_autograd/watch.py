"""Watching how an answer uses torch."""

import torch
from torch.overrides import TorchFunctionMode

_DATA = torch.Tensor.data.__get__, torch.Tensor.data.__set__
_CAT = torch.cat, torch.concat, torch.concatenate


class Watch(TorchFunctionMode):
    """Notes the use of `.data`, `retain_graph` and `torch.cat`, the leaves and the ways back."""

    def __init__(self):
        super().__init__()
        self.data = self.retained = self.joined = False
        self.leaves, self.ways_back = {}, 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func in _DATA:
            self.data |= args[0].requires_grad
        elif func == torch.Tensor.grad.__get__ and args[0].requires_grad and args[0].is_leaf:
            self.leaves[id(args[0])] = args[0]  # kept, so that no other gets its id
        elif func in (torch.Tensor.backward, torch.autograd.grad):
            self.ways_back += 1
            self.retained |= func == torch.Tensor.backward and bool(kwargs.get("retain_graph"))
        elif func in _CAT:
            self.joined = True
        return func(*args, **kwargs)
