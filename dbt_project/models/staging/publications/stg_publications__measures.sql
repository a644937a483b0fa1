{%- set texts = [
    'publication_id', 'measure_id', 'organisation_unit_id', 'period_id', 'value_status',
    'rag_status', 'rag_reason', 'explanation', 'movement', 'commentary',
    'sign_off_state', 'withheld_reason', 'target_version_id', 'rag_profile_id',
] -%}
{%- set figures = [
    'numerator', 'denominator', 'value', 'expected_value', 'target_value',
    'variance_pct', 'attainment',
] -%}

with measures as (
    select * from {{ source('publications', 'measures') }}
),

-- Written by a build of this project and by nobody else: no cell can be at fault.
final as (
    select
        {% for text in texts %}{{ text }},
        {% endfor -%}
        cast(rule_version as integer) as rule_version,
        {% for figure in figures -%}
        cast({{ figure }} as {{ type_decimal() }}) as {{ figure }},
        {% endfor -%}
        cast(is_withheld as boolean) as is_withheld,
        {{ parse_date('period_end_date') }} as period_end_date,
        _load_id as load_id
    from measures
)

select * from final
