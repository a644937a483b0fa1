with stage_gates as (
    select * from {{ source('innovation_portfolio', 'stage_gates') }}
),

final as (
    select
        stage_gate_id,
        innovation_project_id,
        stage,
        entered_at as entered_text,
        {{ is_swept_away(
            'stage_gate_id', source('innovation_portfolio', 'stage_gates__keys')
        ) }} as is_deleted,
        {{ is_latest_version('stage_gate_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_utc_timestamp('entered_at') }} as entered_at,
        _load_id as load_id
    from stage_gates
)

select * from final
