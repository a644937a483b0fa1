{%- set cells = [
    'measure_id', 'period_end', 'state', 'post_id', 'signed_on', 'reason',
] -%}
{%- set faults = [
    ('sign_off_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('sign_off_measure_unknown', 'measure_id is null', 'measure_id_text', 'null'),
    ('sign_off_period_not_a_date', 'period_end_date is null',
        'period_end_text', 'null'),
    ('sign_off_period_unknown', 'period_id is null', 'period_end_text', 'null'),
    ('sign_off_state_unknown', 'state is null', 'state_text', 'null'),
    ('sign_off_post_unknown', 'post_id is null', 'post_id_text', 'null'),
    ('sign_off_signed_not_a_date', 'signed_on_date is null', 'signed_on_text', 'null'),
    ('sign_off_signed_in_future', 'signed_on_date > received_date',
        'signed_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('sign_off_before_period_end', 'signed_on_date < period_end_date',
        'signed_on_text', 'period_end_text'),
    ('sign_off_reason_missing', "state = 'returned' and reason_text is null",
        'state_text', 'null'),
    ('sign_off_post_not_entitled', 'not is_entitled', 'post_id_text', 'state_text'),
] -%}

with sign_offs as (
    select * from {{ ref('int_return_sign_offs_matched') }}
),

final as (
    select
        *,
        {{ fault_columns(faults) }}
    from sign_offs
)

select * from final
