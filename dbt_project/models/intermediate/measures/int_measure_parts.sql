{% for measure_id in computed_measures() -%}
select
    measure_id,
    organisation_unit_id,
    part_date,
    numerator,
    denominator,
    load_id
from {{ ref('int_measure__' ~ measure_id) }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
